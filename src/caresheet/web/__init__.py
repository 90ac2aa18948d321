"""The desk: pages in the browser of this machine, for clinic staff. Requests come in, use cases of app are called, HTML
goes out. Only this room knows Starlette, uvicorn and Jinja."""
