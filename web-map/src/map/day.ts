/** Tiles of areas are those of the day that is looked at; every other layer is as it is now. */
export const ofDay = (url: string, day: string | null): string =>
  day && /\/tiles\/[^/]+\/areas\/\d/.test(url) ? `${url}${url.includes('?') ? '&' : '?'}at=${encodeURIComponent(day)}` : url
