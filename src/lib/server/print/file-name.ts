/** `published`: the day it was published on. */
type Named = { week: string; teams: readonly string[]; language: string; published?: string };

/** What no file system likes in a name. */
const AWKWARD = /[\\/:*?"<>|\p{Cc}]+/gu;

/** What a printed review is called: touchstone-2026-W46-North-en.pdf. */
export function fileNameOf({ week, teams, language, published }: Named): string {
	const whose = teams.map((team) => team.replace(AWKWARD, '_')).filter(Boolean);
	const few = whose.length > 3 ? [...whose.slice(0, 3), `+${whose.length - 3}`] : whose;
	return `${['touchstone', week, ...(published ? ['published', published] : []), ...few, language].join('-').slice(0, 200)}.pdf`;
}
