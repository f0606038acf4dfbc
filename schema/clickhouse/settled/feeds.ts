import { bodies } from '../definitions.ts';
import { inline } from '../inline.ts';
import { namesOf } from './facts.ts';
import { COMPLAINTS, KINDS, type Kind } from './kinds.ts';

const IN_RANGE = `day >= toDate({from:DateTime64(3, 'UTC')}) AND day <= toDate({to:DateTime64(3, 'UTC')})
	AND basis_at >= {from:DateTime64(3, 'UTC')} AND basis_at < {to:DateTime64(3, 'UTC')}`;
const SCOPE = `(empty({teams:Array(String)}) OR team IN {teams:Array(String)}) AND (empty({channels:Array(String)}) OR channel IN {channels:Array(String)})`;

/** Facts that stand, as their view tells them. */
const factsOf = (
	kind: Kind
) => `SELECT case_id, simulated, ${namesOf(kind).join(', ')}, '' AS priority${Object.entries(kind.fills ?? {})
	.map(([name, value]) => `, ${value} AS ${name}`)
	.join('')}
FROM {settled:Identifier}.${kind.name} FINAL
WHERE ${IN_RANGE}`;

/** Of the customers of these cases, whose visits are found by their name. */
const OF_THE_CUSTOMERS = `SELECT *
FROM complaints_of(cases =
(
	SELECT case_id
	FROM cases
	WHERE case_id IN
		(
			SELECT case_id
			FROM {settled:Identifier}.visits
			WHERE customer IN (SELECT arrayJoin(steps.customer) FROM cases WHERE case_id IN {cases:Array(String)})
		)
		AND first_time <= {as_of:DateTime64(3, 'UTC')}
		AND last_time >= {as_of:DateTime64(3, 'UTC')} - INTERVAL 120 DAY
		AND bitAnd(facts, 130) != 0
))`;

const plain = bodies();
const answersOf = KINDS.find(({ name }) => name === 'survey_answers');

const settled = bodies((name, body) => {
	if (name === 'complaints') return factsOf(COMPLAINTS);
	if (name === 'survey_answers' && answersOf) return `${factsOf(answersOf)} AND ${SCOPE}`;
	return name === 'complaints_beside' ? inline(OF_THE_CUSTOMERS, plain) : body;
});

/** The views of feeds as they read what is settled: the same words, but for where complaints and answers are found. */
export const settledFeed = (view: string) => settled.get(view) ?? '';
