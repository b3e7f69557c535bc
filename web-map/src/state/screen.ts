/** How much room there is: on a phone the panel is a sheet at the bottom, and what would lie in it lies over the map. */

import { shallowRef } from 'vue'

const narrow = matchMedia('(max-width: 700px)')
export const narrowScreen = shallowRef(narrow.matches)
narrow.addEventListener('change', () => (narrowScreen.value = narrow.matches))
