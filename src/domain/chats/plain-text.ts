/** What people and strategies write in a conversation: newlines, and no other control characters. */
export const PLAIN_TEXT = '^[^\\u0000-\\u0009\\u000b-\\u001f\\u007f-\\u009f]*$';

/** What a text that is none is told. */
export const PLAIN_TEXT_VALID = 'must be plain text: newlines, and no other control characters';
