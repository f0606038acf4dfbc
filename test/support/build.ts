import { execFileSync } from 'node:child_process';

/** Browser tests look at the pages as they are served: built. */
export default function setup() {
	execFileSync('npm', ['run', '--silent', 'build'], { stdio: ['ignore', 'ignore', 'inherit'] });
}
