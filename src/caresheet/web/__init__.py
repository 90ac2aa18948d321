"""The desk: pages for clinic staff, in the browser of this machine. It answers requests with HTML, by calling the use
cases of app. Only this room knows Starlette, uvicorn and Jinja."""
