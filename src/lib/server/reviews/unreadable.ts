/** What is kept of a published review is not what was published, or this version cannot read it. */
export class UnreadableReview extends Error {}
