/** English. The keys are the same in every language; tests/locale.test.ts says so. */
import { closures } from './en/closures'
import { duty } from './en/duty'
import { crews } from './en/crews'
import { incidents } from './en/incidents'
import { plan } from './en/plan'
import { planWords } from './en/plan_words'
import { registers } from './en/registers'
import { review } from './en/review'
import { shell } from './en/shell'
import { phone } from './en/phone'
import { whistles } from './en/whistles'
import { simulation } from './en/simulation'

export const en = { ...shell, ...incidents, ...duty, ...closures, ...registers, ...plan, ...planWords, ...crews, ...review, ...simulation, ...whistles, ...phone } as const
