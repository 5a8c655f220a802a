"""Chooses a dataset, and says how it would be looked at: tasks that ask as they run, in a terminal or in a thread."""

from bridge.interaction import BaseTask, ConfirmInteraction, FunctionTask, StringInteraction, Workflow

wf = Workflow("choose")


@FunctionTask.task(wf)
async def choose_dataset(task: BaseTask) -> str:
    assert task.interaction is not None

    dataset = await task.interaction.ask(
        StringInteraction(
            value_key="dataset-name",
            title="Dataset",
            prompt="Which dataset should be used?",
            default="sample",
        )
    )

    print(dataset)
    return dataset


@FunctionTask.task(wf, depends_on=choose_dataset)
async def look_at_it(task: BaseTask) -> bool:
    assert task.interaction is not None

    closely = await task.interaction.ask(ConfirmInteraction(value_key="closely", title="Look at it closely?"))

    print(f"{choose_dataset.result} would be looked at {'closely' if closely else 'from afar'}.")
    return closely
