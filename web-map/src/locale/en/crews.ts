/** Teams that come together, and the gap to the best. */
export const crews = {
  'run_card.together': 'Together',
  'run_card.together_how': 'All needs of the card that are ticked are met, or none',
  'run_card.serves': 'One team meets',
  'run_card.serves_how': 'How many needs of this card one team may meet at once',
  'reason.crew_incomplete': 'The crew cannot come whole, so nobody is sent',
  'joint.gap.none': 'With teams that come together or meet several needs: proved, nothing is better.',
  'joint.gap.open': 'With teams that come together or meet several needs, not worked out to the end: at most {gaps} from the best.',
  'joint.gap.unfilled': { one: '{level}: {n} need more could be met', other: '{level}: {n} needs more could be met' },
  'joint.gap.later': '{level}: {span} later in all',
} as const
