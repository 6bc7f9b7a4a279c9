// A connection for each request: one that is kept would lead to the server of another test.
const http = require("node:http");
http.globalAgent = new http.Agent({ keepAlive: false });
