"""The live site: who may see and change what, the desk and the API, over the pages that ``site`` makes."""
