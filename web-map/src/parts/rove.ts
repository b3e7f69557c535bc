/** Arrows, Home and End move the focus through the options of a list; Enter is the option's own click. */
export function rove(event: KeyboardEvent, selector = '[role=option]'): void {
  const list = event.currentTarget as HTMLElement
  const options = [...list.querySelectorAll<HTMLElement>(selector)]
  const here = options.indexOf(document.activeElement as HTMLElement)
  const target =
    event.key === 'ArrowDown' ? Math.min(options.length - 1, here + 1)
    : event.key === 'ArrowUp' ? Math.max(0, here - 1)
    : event.key === 'Home' ? 0
    : event.key === 'End' ? options.length - 1
    : -1
  if (target < 0 || !options[target]) return
  event.preventDefault()
  options[target].focus()
}
