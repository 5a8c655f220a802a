"""What the place where handlers run promises."""

from tests._requirement import Requirement

HOST = (
    Requirement("preload", "a session is forked from a process that has imported what its agent imports", "durable 5"),
    Requirement("preload-afresh", "the handler's file and the agent's own modules run in every session", "durable 5"),
    Requirement("preload-random", "no two sessions draw the same random numbers", "durable 5"),
    Requirement("preload-unsafe", "threads or GPU libraries are said, and sessions spawned", "durable 5"),
    Requirement("preload-fallback", "imports that hang, crash or fail keep no session from starting", "durable 5"),
    Requirement("preload-versions", "a change of the code holds for new sessions only", "durable 5"),
    Requirement("rehearsal", "what a zygote does to share its memory leaves nothing behind", "durable 5"),
    Requirement("zygote-lost", "sessions outlive the process they were forked from", "durable 5"),
    Requirement("limits", "processor time, processes and open files of a session are bounded", "durable 7"),
    Requirement("apart", "a handler neither signals nor reads the bridge, its zygote or another session", "durable 7"),
    Requirement("enforced", "what this machine cannot enforce is said", "durable 7"),
    Requirement("ladder", "a process is asked, then ended with all it started; the time is logged", "durable 7"),
    Requirement("escaped", "what a handler started ends with it, in a session of its own too", "durable 7"),
    Requirement("frames", "frames come whole and in order, in whatever pieces; few are read ahead", "issue: host"),
    Requirement("restart-budget", "an agent whose processes keep ending is paused, with a clear message", "durable 7"),
)
