import { FEW } from '../evidence.ts';

/** Whether enough of a team's staff answered, but what they said is hidden, for that of others could be worked out from it. */
export const isWithheld = ({ hidden, n }: { hidden: boolean; n: number }) => hidden && n >= FEW;
