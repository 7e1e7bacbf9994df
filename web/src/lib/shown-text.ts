// Characters that turn the direction of what follows: with them a text reads otherwise than it is written.
const directionMarks = /[\u202a-\u202e\u2066-\u2069]/g;

/** Text that somebody wrote on chain, with the characters that would rearrange it made visible: `[U+202E]`. */
export function shownText(text: string): string {
  return text.replace(directionMarks, (mark) => `[U+${mark.charCodeAt(0).toString(16).toUpperCase()}]`);
}
