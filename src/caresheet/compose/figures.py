"""Figures: a picture or a drawn flow, with the words for who cannot see it."""

from __future__ import annotations

from caresheet.compose.context import ComposeContext
from caresheet.compose.inline import plain, printed
from caresheet.model import document, topic


def figure(context: ComposeContext, block: topic.Figure) -> document.Figure:
    """The figure with its words looked up; a picture goes through as it is."""
    caption = printed(context, block.caption) if block.caption else None
    return document.Figure(
        drawing=_flow(context, block.drawing) if isinstance(block.drawing, topic.Flow) else block.drawing,
        alternative=plain(context, block.alternative),
        caption=caption if caption and caption.runs else None,
        position=block.common.position,
    )


def _flow(context: ComposeContext, flow: topic.Flow) -> document.Flow:
    """The diagram; it has pictograms only if every box has one: a ragged mix would look like a mistake."""
    pictured = all(box.pictogram for box in flow.boxes)
    return document.Flow(
        boxes=tuple(
            document.FlowBox(box.id, printed(context, box.text), box.pictogram if pictured else None)
            for box in flow.boxes
        ),
        loops=tuple(
            document.FlowLoop(loop.origin, loop.target, printed(context, loop.text) if loop.text else None)
            for loop in flow.loops
        ),
        bars=tuple(document.FlowBar(printed(context, bar.text), bar.first, bar.last) for bar in flow.bars),
    )
