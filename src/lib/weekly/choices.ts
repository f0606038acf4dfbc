/** Which teams and channels there are to choose from. */
export type Choices = { teams: string[]; channels: string[] };
