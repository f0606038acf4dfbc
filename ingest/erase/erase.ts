import { z } from 'zod';
import { renewSettled } from '#schema/clickhouse/settled/prepare.ts';
import { logHoldings } from './logs.ts';
import { mutate } from './mutate.ts';
import { removeOldParts } from './old-parts.ts';
import { withSubject, type Subject, type SubjectOptions } from './subject.ts';
import { casesOf, holdings, quarantinedOf, type Holding } from './tables.ts';

/** A customer who is active at this moment is erased so many times before it is given up. */
const PASSES = 3;

const Count = z.tuple([z.object({ n: z.coerce.number() })]);
const Fields = z.tuple([z.object({ names: z.array(z.string()) })]);
const Detached = z.array(z.object({ table: z.string(), n: z.coerce.number() }));

export type Erasing = SubjectOptions & {
	/** Told what is being done. */
	say: (words: string) => void;
};

/** How many rows were changed or removed, a table each (of ClickHouse's logs: `system.query_log`). */
export type Erased = { rows: ReadonlyMap<string, number>; warnings: string[] };

type Place = Holding & { database: string };

/** Removes a customer from every table, then from the disk what these tables were before. */
export function eraseFromClickHouse({ say, ...options }: Erasing): Promise<Erased> {
	const { clickhouse, database } = options;
	const rows = new Map<string, number>();

	const ask = async (query: string) => (await clickhouse.query({ query, format: 'JSONEachRow' })).json();
	const countOf = async (place: Place) => {
		const query = `SELECT count() AS n FROM ${place.database}.${place.table} WHERE ${place.holds}`;
		return Count.parse(await ask(query))[0].n;
	};
	const nameOf = ({ database, table }: Place) => (database === 'system' ? `system.${table}` : table);

	async function erasePlace(place: Place, subject: Subject): Promise<number> {
		const n = await countOf(place);
		if (n === 0) return 0;
		const name = nameOf(place);
		say(`${name}: ${n} rows …`);
		await mutate({
			clickhouse,
			...place,
			known: subject.name,
			onProgress: (parts) => say(`${name}: ${parts} parts to be written anew …`)
		});
		rows.set(name, (rows.get(name) ?? 0) + n);
		return n;
	}

	/** Once through all tables. Resolves with the rows found. */
	async function pass(subject: Subject): Promise<number> {
		await subject.add('case', casesOf(subject));
		await subject.add('quarantined', quarantinedOf(subject));
		const [{ names }] = Fields.parse(
			await ask('SELECT tupleNames(any(steps)[1]) AS names FROM cases WHERE 0')
		);
		const tables = holdings(subject, names).map((holding) => ({ ...holding, database }));
		const logs = (await logHoldings(clickhouse, subject)).map((log) => ({ ...log, database: 'system' }));
		let found = 0;
		for (const place of [...tables, ...logs]) found += await erasePlace(place, subject);
		for (const { database, table } of [...tables, ...logs])
			await removeOldParts({ clickhouse, database, table }, (parts) =>
				say(`${table}: ${parts} old parts to be removed from the disk …`)
			);
		return found;
	}

	async function warnings(): Promise<string[]> {
		const detached = Detached.parse(
			await ask(
				`SELECT table, count() AS n FROM system.detached_parts WHERE database = '${database}' GROUP BY table`
			)
		);
		return detached.map(
			({ table, n }) =>
				`${n} detached parts of ${table} are not looked into: attach or remove them (system.detached_parts).`
		);
	}

	return withSubject(options, async (subject) => {
		for (let passes = 0; (await pass(subject)) > 0; passes++)
			if (passes >= PASSES)
				throw new Error(
					'New events of this customer keep coming in. Stop them at the source, then run this again.'
				);
		// What is derived from cases still knows: it goes as a whole, and the dashboard makes it anew.
		await renewSettled(clickhouse, database);
		return { rows, warnings: await warnings() };
	});
}
