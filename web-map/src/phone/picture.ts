/** Makes a photo small enough for a poor line: drawn anew, so that nothing but the picture is left of the file. */

const LONGEST_SIDE = 1600
const QUALITY = 0.82

export async function smaller(file: Blob): Promise<Blob> {
  try {
    const picture = await createImageBitmap(file, { imageOrientation: 'from-image' })
    const shrink = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height))
    const canvas = document.createElement('canvas')
    canvas.width = Math.max(1, Math.round(picture.width * shrink))
    canvas.height = Math.max(1, Math.round(picture.height * shrink))
    canvas.getContext('2d')!.drawImage(picture, 0, 0, canvas.width, canvas.height)
    picture.close()
    const drawn = await new Promise<Blob | null>(resolve => canvas.toBlob(resolve, 'image/jpeg', QUALITY))
    return drawn ?? file
  } catch {
    // What this browser cannot draw, the service judges.
    return file
  }
}
