import type { Pipeline } from './pipeline.ts';
import type { RateLimit } from './rate-limit.ts';

/** The pipeline, counting on the way what each key sends. */
export const meter = (
	pipeline: Pick<Pipeline, 'submit' | 'take'>,
	limit: Pick<RateLimit, 'take'>
): Pick<Pipeline, 'submit' | 'take'> => ({
	submit(events, from, answered) {
		limit.take(from.key.name, events.length);
		pipeline.submit(events, from, answered);
	},
	take(events, from) {
		limit.take(from.key.name, events.length);
		return pipeline.take(events, from);
	}
});
