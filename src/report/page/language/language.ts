/** Languages that a report is written in. */
export const languages = ["en", "ja"] as const;

export type Language = (typeof languages)[number];
