"""Figures: a picture or a drawn flow, with the words for who cannot see it."""

from __future__ import annotations

from caresheet.compose.context import Desk
from caresheet.compose.inline import plain, printed
from caresheet.model import document, topic


def figure(desk: Desk, block: topic.Figure) -> document.Figure:
    """The figure with its words looked up; a picture goes through as it is."""
    caption = printed(desk, block.caption) if block.caption else None
    return document.Figure(
        drawing=_flow(desk, block.drawing) if isinstance(block.drawing, topic.Flow) else block.drawing,
        alternative=plain(desk, block.alternative),
        caption=caption if caption and caption.runs else None,
        position=block.common.position,
    )


def _flow(desk: Desk, flow: topic.Flow) -> document.Flow:
    return document.Flow(
        boxes=tuple(document.FlowBox(box.id, printed(desk, box.text)) for box in flow.boxes),
        loops=tuple(
            document.FlowLoop(loop.origin, loop.target, printed(desk, loop.text) if loop.text else None)
            for loop in flow.loops
        ),
        bars=tuple(document.FlowBar(printed(desk, bar.text), bar.first, bar.last) for bar in flow.bars),
    )
