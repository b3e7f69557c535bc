/** 同到的队伍，与最优的差距。 */
export const crews = {
  'run_card.together': '同到',
  'run_card.together_how': '同一预案中勾选“同到”的各项要么全部派到，要么都不派',
  'run_card.serves': '一队抵',
  'run_card.serves_how': '一支队伍最多可同时满足本预案的几项',
  'reason.crew_incomplete': '同到的队伍凑不齐，因此都不派',
  'joint.gap.none': '含同到或一队抵多项的要求：已证明没有更好的派法。',
  'joint.gap.open': '含同到或一队抵多项的要求，未能全部算完：与最优的差距最多为{gaps}。',
  'joint.gap.unfilled': '{level}少派 {n} 项',
  'joint.gap.later': '{level}合计晚到 {span}',
} as const
