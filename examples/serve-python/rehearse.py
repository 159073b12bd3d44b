#!/usr/bin/env python3
"""A client that has nothing but sockets rehearses a failure against a cluster that './hotfire serve' has started.

    ./hotfire serve --brokers 2 --topics orders:4 &
    python3 examples/serve-python/rehearse.py 127.0.0.1:9876 http://127.0.0.1:9875

One broker is to store the next message and say nothing. The client gives up on it and sends once more, so that the message
is there twice: that is what the ledger says, too.
"""
import itertools
import json
import socket
import struct
import sys
import time
import urllib.request

ROUTE, SEND = 105, 310
PATIENCE_SECONDS = 1
opaques = itertools.count(1)


def admin(url, body=None):
    """Asks the HTTP interface: GET, or POST where there is a body."""
    with urllib.request.urlopen(url, None if body is None else body.encode()) as answer:
        return json.load(answer)


def call(address, code, fields, body=b""):
    """One request over a connection of its own: the answer's code, fields and body."""
    host, port = address.rsplit(":", 1)
    head = json.dumps({"code": code, "language": "PYTHON", "version": 515, "opaque": next(opaques), "flag": 0,
                       "extFields": {name: str(value) for name, value in fields.items()}}).encode()
    with socket.create_connection((host, int(port)), timeout=PATIENCE_SECONDS) as connection:
        connection.sendall(struct.pack(">II", 4 + len(head) + len(body), len(head)) + head + body)
        stream = connection.makefile("rb")
        length, header_length = struct.unpack(">II", stream.read(8))
        rest = stream.read(length - 4)
        header = json.loads(rest[:header_length & 0xFFFFFF])
        return header["code"], header.get("extFields", {}), rest[header_length & 0xFFFFFF:]


def send(name_server, topic, key, text):
    """Sends to one broker after the other until one says that it has the message; returns how many were asked."""
    code, _, body = call(name_server, ROUTE, {"topic": topic, "acceptStandardJsonOnly": "true"})
    if code != 0:
        raise SystemExit("no route for " + topic)
    masters = {broker["brokerName"]: broker["brokerAddrs"]["0"] for broker in json.loads(body)["brokerDatas"]}
    for attempt, (name, address) in enumerate(sorted(masters.items()), 1):
        fields = {"a": "pg-python", "b": topic, "c": "TBW102", "d": 4, "e": 0, "f": 0, "g": int(time.time() * 1000),
                  "h": 0, "i": "UNIQ_KEY\1%s\2KEYS\1%s\2" % (key, key), "j": 0, "k": "false", "m": "false", "n": name}
        try:
            code, answer, _ = call(address, SEND, fields, text.encode())
            if code == 0:
                print("%s stored it at offset %s" % (name, answer["queueOffset"]))
                return attempt
            print("%s refused it with %d" % (name, code))
        except OSError as e:
            print("%s: %s" % (name, e))
    raise SystemExit("nobody took it")


def main(name_server, url):
    rule, = admin(url + "/rules", "{topic: orders, first: 1, fault: store-then-silent}")
    attempts = send(name_server, "orders", "order-4711", "an order")
    fired = admin("%s/rules/%s" % (url, rule["id"]))["firings"]
    messages = admin(url + "/ledger")["messages"]
    print("attempts %d, rule fired %d, duplicated %d, lost %d"
          % (attempts, fired, messages["duplicated"], messages["lost"]))


if __name__ == "__main__":
    main(*sys.argv[1:])
