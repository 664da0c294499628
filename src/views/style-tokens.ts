/**
 * Colours, type scale and grid. A pair of text and ground has a contrast of 4.5 : 1 at least, a border that tells a
 * control from its ground 3 : 1. Paper takes the light set whatever the screen prefers.
 */
export const tokens = `
:root {
  color-scheme: light;

  --ground: #f3f4f6;
  --surface: #ffffff;
  --inset: #eceef2;
  --line: #d3d8df;
  --edge: #7d8694;
  --text: #1a1e24;
  --muted: #565e6a;

  --accent: #1d4f9f;
  --accent-strong: #163e7e;
  --on-accent: #ffffff;
  --accent-soft: #e7eefa;
  --danger: #a8241c;
  --danger-soft: #fcebe9;

  --production: #12633c;
  --production-ground: #12633c;
  --on-production: #ffffff;
  --sandbox: #744700;
  --sandbox-ground: #fff1cf;
  --developer: #562a9c;
  --developer-ground: #efe8fc;

  --bar: #23282f;
  --on-bar: #f3f4f6;

  --small: 14px/20px;
  --normal: 16px/24px;
  --large: 20px/28px;
  --huge: 28px/36px;
  --sans: system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', sans-serif;
  --mono: ui-monospace, SFMono-Regular, Menlo, Consolas, 'Liberation Mono', monospace;
}

@media screen and (prefers-color-scheme: dark) {
  :root {
    color-scheme: dark;

    --ground: #111418;
    --surface: #1a1e24;
    --inset: #12151a;
    --line: #363d47;
    --edge: #7f8897;
    --text: #e7e9ec;
    --muted: #a9b0bb;

    --accent: #93b8f7;
    --accent-strong: #b4cefa;
    --on-accent: #0a1a33;
    --accent-soft: #1c2a42;
    --danger: #ff9d94;
    --danger-soft: #3a1b19;

    --production: #6bd39b;
    --production-ground: #6bd39b;
    --on-production: #05261a;
    --sandbox: #f3c465;
    --sandbox-ground: #33280f;
    --developer: #cbb4ff;
    --developer-ground: #2b2145;

    --bar: #2c323b;
  }
}
`
