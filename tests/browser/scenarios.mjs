// What a writer does and what the open page must show. Each runs against the stand-in of `preview.mjs` and
// against the real program: `site` changes files, `open` opens a tab.
import { aroundThePage, led } from './scenarios-around.mjs';
import { onThePage } from './scenarios-page.mjs';

export const scenarios = { ...onThePage, ...aroundThePage };
export { led };
