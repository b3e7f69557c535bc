/** 中文。The keys are the same in every language; tests/locale.test.ts says so. */
import { closures } from './zh/closures'
import { duty } from './zh/duty'
import { crews } from './zh/crews'
import { incidents } from './zh/incidents'
import { plan } from './zh/plan'
import { planWords } from './zh/plan_words'
import { registers } from './zh/registers'
import { review } from './zh/review'
import { shell } from './zh/shell'
import { phone } from './zh/phone'
import { whistles } from './zh/whistles'
import { simulation } from './zh/simulation'

export const zh = { ...shell, ...incidents, ...duty, ...closures, ...registers, ...plan, ...planWords, ...crews, ...review, ...simulation, ...whistles, ...phone } as const
