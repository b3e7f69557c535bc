/** 中文。The keys are the same in every language; tests/locale.test.ts says so. */
import { closures } from './zh/closures'
import { duty } from './zh/duty'
import { incidents } from './zh/incidents'
import { plan } from './zh/plan'
import { planWords } from './zh/plan_words'
import { registers } from './zh/registers'
import { shell } from './zh/shell'
import { lamps } from './zh/lamps'
import { phone } from './zh/phone'
import { whistles } from './zh/whistles'

export const zh = { ...shell, ...incidents, ...duty, ...closures, ...registers, ...plan, ...planWords, ...lamps, ...whistles, ...phone } as const
