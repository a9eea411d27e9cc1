/** The score from which on a visit is engaged. */
var threshold = parseInt(_genesys.session.getConfigOption('threshold') || '50', 10);
var score = 0;

/** Points for what is known of the visit, and for agents who are there. */
function scoreOf(visit, ready) {
  var points = 0;
  for (var i = 0; i < visit.pages.length; i++) {
    points += visit.pages[i] === 'checkout' ? 40 : 10;
  }
  return ready > 0 ? points : 0;
}
