#!/bin/sh
# The parts of Slurm that studies use, on one machine: linked under the names of Slurm's programs. FAKE_SLURM is a folder with a file for
# each job: its state, its script, and the number of its process group.
cd "$FAKE_SLURM" || exit 9
id() { for arg in "$@"; do case "$arg" in --jobs=*) echo "${arg#--jobs=}" ;; esac; done; }
run() {
	setsid sh "$(cat "$1.script")" </dev/null >>"$1.out" 2>&1 &
	pid=$!
	echo "$pid" >"$1.pid"
	echo RUNNING >"$1.state"
	wait "$pid"
	code=$?
	[ "$(cat "$1.pid")" = "$pid" ] || exit 0
	[ "$(cat "$1.state")" = RUNNING ] || exit 0
	[ $code = 0 ] && echo COMPLETED >"$1.state" || echo FAILED >"$1.state"
}
# With a redirection of its own, a function of the shell would keep the caller's output open until it ends.
detached() { (exec >/dev/null 2>&1; run "$1") & }
case "$(basename "$0")" in
sbatch)
	job=$(($(ls | grep -c '\.script$') + 1))
	for last in "$@"; do :; done
	printf '%s\n' "$*" >"$job.options"
	printf '%s\n' "$last" >"$job.script"
	echo PENDING >"$job.state"
	detached "$job"
	echo "$job"
	;;
squeue)
	job=$(id "$@")
	if [ ! -f "$job.state" ] || [ -f "$job.old" ]; then
		echo "slurm_load_jobs error: Invalid job id specified" >&2
		exit 1
	fi
	cat "$job.state"
	;;
sacct)
	cat "$(id "$@").state"
	;;
scancel)
	echo CANCELLED >"$1.state"
	kill -s TERM -- "-$(cat "$1.pid")" 2>/dev/null
	;;
requeue)
	echo PENDING >"$1.state"
	kill -s KILL -- "-$(cat "$1.pid")" 2>/dev/null
	detached "$1"
	;;
esac
