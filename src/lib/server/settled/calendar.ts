export const DAY_MS = 86_400_000;

/** The day of UTC of a time in ms. */
export const dayOf = (time: number) => new Date(time).toISOString().slice(0, 10);
