/** What the modules look for in a browser as they load. Imported before them. */

import { vi } from 'vitest'

vi.stubGlobal('location', { search: '?room=plan&draft=d-1', hash: '' })
