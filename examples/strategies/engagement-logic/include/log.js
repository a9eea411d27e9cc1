/** What went wrong last, in the words of the event that told it. */
function noteError(event) {
  _data.lastError = event.name;
  __Log('failed: ' + event.toSource(), 2);
}
