/** One a process, by its name: the built pages and the server they run in are two programs in one, and the first who asks makes it. */
export function shared<One>(name: string, make: () => One): One {
	const all = globalThis as unknown as Record<symbol, One | undefined>;
	return (all[Symbol.for(`touchstone.${name}`)] ??= make());
}
