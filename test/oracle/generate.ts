import fc from 'fast-check';
import { AHEAD, askingIn, questionOf } from './generate/asking.ts';
import { clocks, spellsOf, withLateness } from './generate/clocks.ts';
import { deliveryOf, disorder } from './generate/delivery.ts';
import { history } from './generate/history.ts';
import {
	acted,
	arrivalsIn,
	duesOf,
	organisationOf,
	punctual,
	withActs,
	withPunctual
} from './generate/organisation.ts';
import { rules } from './generate/rules.ts';
import { BASES } from './generate/times.ts';

const MANY = 24;

/** Most are told. One that need not be is left out when a counterexample is made smaller. */
const maybeTold = fc.record({ history, isTold: fc.constantFrom(false, true, true, true, true) });

/**
 * A small organisation's history and rules, what is asked about it, and two ways in which it came in: as it began at one of these times,
 * for a business in one of these zones.
 */
export const questionsAt = (bases: readonly string[] = BASES, zones?: readonly string[]) =>
	fc
		.record({
			base: fc.constantFrom(...bases).map((time) => Date.parse(time)),
			histories: fc.array(maybeTold, { minLength: MANY, maxLength: MANY }),
			rulesAt: rules,
			punctual,
			asking: askingIn(zones),
			disorder,
			disorder_again: disorder,
			acted,
			clocks
		})
		.map(({ base, histories, rulesAt, punctual, asking, disorder, disorder_again, acted, clocks }) => {
			const told = histories.flatMap(({ history, isTold }) => (isTold ? [history] : []));
			const happened = organisationOf(base, told);
			const rules = rulesAt({ base, arrivals: arrivalsIn(happened) });
			const all = withPunctual(happened, rules, punctual);
			const dues = duesOf(all, rules).map(({ due_at }) => due_at);
			const { sent: known, scope } = questionOf(all, dues, asking);
			const latest = Date.parse(scope.as_of) + AHEAD;
			const spells = spellsOf(known, clocks);
			const acts = withActs(known, rules, acted).filter(({ time }) => Date.parse(time) <= latest);
			const sent = withLateness(acts, spells, clocks);
			return {
				sent,
				spells,
				rules,
				scope,
				delivery: deliveryOf(sent, disorder),
				again: deliveryOf(sent, disorder_again)
			};
		})
		.filter(({ sent }) => sent.length > 0);

/** At any of the times, in any of the zones. */
export const questions = questionsAt();
