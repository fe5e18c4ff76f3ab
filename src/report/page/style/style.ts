import { blocks } from "./blocks.ts";
import { colours } from "./colours.ts";
import { media } from "./media.ts";
import { page } from "./page.ts";
import { parts } from "./parts.ts";

/** The page's whole style sheet. */
export const style = [colours, page, parts, blocks, media].join("");
