/** Deadlines as lamps. */
export const lamps = {
  'lamp.green': 'In time:',
  'lamp.yellow': 'Nearly due:',
  'lamp.red': 'Overdue:',
  'lamp.left': '{time} left',
  'lamp.over': '{time} over',
  'lamp.done': 'Done',
  'lamp.in_time': 'In time',
  'lamp.was_late': '{time} late',
} as const
