import type { BehindTarget } from '../behind/target.ts';
import type { Handover } from '../server/weekly/handovers.ts';

/** What one department promised another, of these: all, due, kept, broken, not due yet. */
export const handoverTarget = (
	{ team, from_team }: Pick<Handover, 'team' | 'from_team'>,
	figure: 'promised' | 'due' | 'kept' | 'broken' | 'running'
): BehindTarget => ({ list: 'handovers', figure, by: 'team', group: team, from_team });
