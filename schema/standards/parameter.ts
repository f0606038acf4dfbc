import { z } from 'zod';
import { ServqualDimension } from '../event.ts';
import { problem, type Path, type Problem } from './problem.ts';
import { isInstant } from './standard.ts';
import { TARGETED, targetBounds } from './target.ts';

/** A number the company sets itself, from a time on: a weight, a rate, a mark. */
export const Parameter = z.strictObject({
	name: z.string(),
	key: z.string().default(''),
	/** null ends what holds: for targets alone, all else always has a value. */
	value: z.number().nullable(),
	valid_from: z.string()
});
export type Parameter = z.infer<typeof Parameter>;

type Kind = {
	/** Each key with what holds until somebody says otherwise; null: nothing does. */
	defaults: Record<string, number | null>;
	fits: (value: number, key: string) => boolean;
	expected: string | ((key: string) => string);
};

const WEIGHT = { fits: (value: number) => value >= 0, expected: 'a weight: 0 or more' };

/** Every parameter there is. The views that read them hold the same defaults. */
export const PARAMETERS: Record<string, Kind> = {
	servqual_weight: {
		...WEIGHT,
		defaults: Object.fromEntries(ServqualDimension.options.map((key) => [key, 1]))
	},
	leaving_rate: {
		defaults: { 1: 0.8, 2: 0.4, 3: 0.2, 4: 0.1, 5: 0.02 },
		fits: (value) => value >= 0 && value <= 1,
		expected: 'a share of customers: 0 to 1'
	},
	scorecard_weight: {
		...WEIGHT,
		defaults: {
			satisfaction: 40,
			inspection: 20,
			promises_kept: 20,
			complaint_recovery: 10,
			first_contact_resolution: 10,
			service_level: 0
		}
	},
	card: {
		defaults: { yellow: 3, red: 10 },
		fits: (value) => Number.isInteger(value) && value >= 1,
		expected: 'a whole number of broken promises: 1 or more'
	},
	inspection_high: {
		defaults: { '': 60 },
		fits: (value) => value >= 0 && value <= 100,
		expected: 'a score: 0 to 100'
	},
	short_abandon: {
		defaults: { '': 5 },
		fits: (value) => value >= 0 && value <= 3600,
		expected: 'seconds: 0 to 3600'
	},
	target: {
		defaults: Object.fromEntries(TARGETED.map((kpi) => [kpi, null])),
		fits(value, key) {
			const [low, high] = targetBounds(key) ?? [-Infinity, Infinity];
			return value >= low && value <= high;
		},
		expected: (key) => `a value in the unit of ${key}: ${targetBounds(key)?.join(' to ')}; null for no target`
	}
};

/** What a value of a parameter is, in words. */
const expectedOf = ({ expected }: Kind, key: string) =>
	typeof expected === 'string' ? expected : expected(key);

const known = (name: string) => {
	const kind = PARAMETERS[name];
	return kind
		? `one of ${Object.keys(kind.defaults)
				.map((key) => key || '(empty)')
				.join(', ')}`
		: `one of ${Object.keys(PARAMETERS).join(', ')}`;
};

function ownProblems({ name, key, value, valid_from }: Parameter, path: Path): Problem[] {
	const kind = PARAMETERS[name];
	const wrong = isInstant(valid_from) ? [] : [problem([...path, 'valid_from'], 'instant')];
	if (!kind || !Object.hasOwn(kind.defaults, key))
		return [
			...wrong,
			problem([...path, kind ? 'key' : 'name'], 'parameter', { name, key, known: known(name) })
		];
	if (value === null ? kind.defaults[key] !== null : !kind.fits(value, key))
		wrong.push(
			problem([...path, 'value'], 'parameter_value', { expected: expectedOf(kind, key), name, key })
		);
	return wrong;
}

function twiceProblems(parameters: Parameter[]): Problem[] {
	const first = new Map<string, number>();
	return parameters.flatMap(({ name, key, valid_from }, index) => {
		const same = JSON.stringify([name, key, Date.parse(valid_from)]);
		const other = first.get(same);
		if (other === undefined) first.set(same, index);
		return other === undefined
			? []
			: [problem(['parameters', index, 'valid_from'], 'parameter_twice', { other: `parameters.${other}` })];
	});
}

/** What holds of a parameter at a moment: the latest that was set, or its default; null: nothing. */
export function valueAt(parameters: Parameter[], name: string, key: string, at: number): number | null {
	const [latest] = parameters
		.filter((row) => row.name === name && row.key === key && Date.parse(row.valid_from) <= at)
		.toSorted((a, b) => Date.parse(b.valid_from) - Date.parse(a.valid_from));
	return latest ? latest.value : (PARAMETERS[name]?.defaults[key] ?? null);
}

function cardProblems(parameters: Parameter[]): Problem[] {
	return parameters.flatMap(({ name, valid_from }, index) => {
		if (name !== 'card' || !isInstant(valid_from)) return [];
		const at = Date.parse(valid_from);
		const [yellow = 0, red = 0] = ['yellow', 'red'].map((key) => valueAt(parameters, 'card', key, at) ?? 0);
		return yellow <= red
			? []
			: [
					problem(['parameters', index, 'value'], 'cards', {
						at: valid_from,
						yellow: `${yellow}`,
						red: `${red}`
					})
				];
	});
}

export const parameterProblems = (parameters: Parameter[]): Problem[] => [
	...parameters.flatMap((parameter, index) => ownProblems(parameter, ['parameters', index])),
	...twiceProblems(parameters),
	...cardProblems(parameters)
];
