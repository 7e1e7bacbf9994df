import { describe, expect, it } from '@jest/globals';
import { shownText } from './shown-text';

describe('shownText', () => {
  it('shows what would turn a text around', () => {
    expect(shownText('pay \u202Eecila\u2069')).toBe('pay [U+202E]ecila[U+2069]');
  });

  it('leaves every script as it is', () => {
    expect(shownText('日本 עברית عربي é')).toBe('日本 עברית عربي é');
  });
});
