/** 时限灯。 */
export const lamps = {
  'lamp.green': '未到时限：',
  'lamp.yellow': '即将到时限：',
  'lamp.red': '已超时限：',
  'lamp.left': '剩 {time}',
  'lamp.over': '超 {time}',
  'lamp.done': '已完成',
  'lamp.in_time': '按时',
  'lamp.was_late': '超时 {time}',
} as const
