import type { BehindTarget } from '../behind/target.ts';
import type { KpiId } from '#schema/kpi.ts';
import { m } from '../paraglide/messages.js';
import type { Recovery } from '../server/weekly/recovery.ts';

/** A step of a recovery: of the complaints that can be judged, how many got so far; and how many cannot be judged yet. */
export type Step = {
	id: string;
	kpi: KpiId;
	/** The list of a figure of this step. */
	list: (figure: string) => BehindTarget;
	name: () => string;
	done: number;
	judged: number;
	immature: number;
};

type Counts = { numerator: number; denominator: number; immature: number };
const of = ({ numerator, denominator, immature }: Counts) => ({
	done: numerator,
	judged: denominator,
	immature
});

const listOf = (list: BehindTarget['list'], step = '') => ({
	list: (figure: string): BehindTarget => ({ list, figure: step + figure })
});
const RECOVERY = { kpi: 'complaint_recovery', ...listOf('complaint_recovery') } as const;
const stepOf = (step: string) => ({ ...RECOVERY, ...listOf('complaint_recovery', `${step}.`) });

/** The steps of recovery in their order. What is not promised, and what is not remedied, is in no later step. */
export function funnelOf({
	recovery,
	acknowledged,
	followed_up
}: Pick<Recovery, 'recovery' | 'acknowledged' | 'followed_up'>): Step[] {
	const { received, remedied, no_relapse, retained } = recovery;
	const all = { done: received, judged: received, immature: 0 };
	return [
		{ id: 'received', ...RECOVERY, name: m.weekly_step_received, ...all },
		{
			id: 'acknowledged',
			kpi: 'complaint_acknowledged',
			...listOf('complaint_acknowledged'),
			name: m.weekly_step_acknowledged,
			...of(acknowledged)
		},
		{ id: 'remedied', ...stepOf('remedied'), name: m.weekly_step_remedied, ...of(remedied) },
		{ id: 'confirmed', ...RECOVERY, name: m.weekly_step_confirmed, ...of(recovery) },
		{
			id: 'followed_up',
			kpi: 'follow_up',
			...listOf('follow_up'),
			name: m.weekly_step_followed_up,
			...of(followed_up)
		},
		{ id: 'no_relapse', ...stepOf('no_relapse'), name: m.weekly_step_no_relapse, ...of(no_relapse) },
		{ id: 'retained', ...stepOf('retained'), name: m.weekly_step_retained, ...of(retained) }
	];
}
