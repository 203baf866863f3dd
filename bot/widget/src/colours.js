/** Colours that stay readable, whatever colour a site wants (WCAG 2.2, success criteria 1.4.3 and 1.4.11). */

const DARK = '#1b1f23';
const LEAST = 4.5;

function luminance(hex) {
  const channels = [1, 3, 5].map((at) => {
    const share = parseInt(hex.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2];
}

/** Give the contrast of a colour with white, 1 to 21. */
export const contrast = (hex) => 1.05 / (luminance(hex) + 0.05);

/**
 * Give the colours that go with a site's own, or null where it is not written like #005a5b:
 * `on` for text on it, `ink` for text and lines in it on white.
 */
export function brand(colour) {
  if (!/^#[0-9a-f]{6}$/i.test(colour)) return null;
  const isDark = contrast(colour) >= LEAST;
  return { brand: colour, on: isDark ? '#fff' : '#000', ink: isDark ? colour : DARK };
}
