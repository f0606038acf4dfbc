import fc from 'fast-check';

export const maybe = <T>(...values: T[]) => fc.constantFrom<T | undefined>(undefined, undefined, ...values);
export const mostly = <T>(...values: T[]) => fc.constantFrom<T | undefined>(undefined, ...values, ...values);

/** What an event says of who, where and about what. */
export const said = (some: typeof maybe) =>
	fc.record({
		team: some('north', 'south', 'east'),
		agent: some('ann', 'bob'),
		channel: some('phone', 'chat', 'email', 'counter', 'other'),
		customer: some('c1', 'c1', 'c1', 'c2'),
		tier: some('gold', 'standard'),
		topic: some('bill', 'line'),
		priority: some('high')
	});

export const identity = {
	source: fc.constantFrom('pbx', 'pbx', 'desk'),
	rank: fc.integer({ min: 0, max: 30 })
};
