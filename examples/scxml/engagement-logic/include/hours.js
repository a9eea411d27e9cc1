// The hour of the day in a time zone, and whether it is from `from` until before `to`.
function hourIn(zone) {
  return Number(String(_genesys.session.timeInZone(zone)).split(':')[0]);
}
function isOpen(zone, from, to) {
  var hour = hourIn(zone);
  return hour >= from && hour < to;
}
