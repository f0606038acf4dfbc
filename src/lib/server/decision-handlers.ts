import { GivenDecision } from '#schema/decision.ts';
import { versionHandlers } from './versions/http.ts';

/** What can be done over HTTP with notes and decisions. */
export const decisionHandlers = versionHandlers({
	name: 'decision',
	given: GivenDecision,
	of: ({ decisions }) => decisions
});
