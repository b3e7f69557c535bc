/** 中文。The keys are the same in every language; tests/locale.test.ts says so. */
import { closures } from './zh/closures'
import { crews } from './zh/crews'
import { incidents } from './zh/incidents'
import { plan } from './zh/plan'
import { planWords } from './zh/plan_words'
import { registers } from './zh/registers'
import { review } from './zh/review'
import { shell } from './zh/shell'
import { simulation } from './zh/simulation'

export const zh = { ...shell, ...incidents, ...closures, ...registers, ...crews, ...review, ...simulation, ...plan, ...planWords } as const
