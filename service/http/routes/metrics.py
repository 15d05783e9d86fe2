"""GET /metrics: what Prometheus is told."""

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse

from service.http.exchange.metrics import CONTENT_TYPE, Metrics

router = APIRouter(tags=["operation"])


@router.get("/metrics", response_class=PlainTextResponse, summary="Counts and times")
def read_metrics(request: Request) -> PlainTextResponse:
    """Requests, answers, latency by stage, and what the index holds, in Prometheus's text format.
    Once there is an API key, any one is needed here too: of scope ask or admin.
    """
    metrics: Metrics = request.app.state.metrics
    return PlainTextResponse(metrics.text(), media_type=CONTENT_TYPE)
