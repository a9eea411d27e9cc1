/** What people and strategies write in a conversation: newlines, and no other control characters. */
export const PLAIN_TEXT = '^[^\\u0000-\\u0009\\u000b-\\u001f\\u007f]*$';
