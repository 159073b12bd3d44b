#!/usr/bin/env python3
"""A tiny RocketMQ producer on a raw socket, and the driver that runs it through the conformance suite.

    ./hotfire conformance --client exec:'python3 examples/conformance-python/driver.py'

Producer and driver are one file on purpose: it is an example of how little a driver needs. The producer knows routes,
synchronous and oneway sends, another attempt elsewhere, and little more; the suite says what it lacks.
"""
import base64
import binascii
import json
import os
import random
import socket
import struct
import sys
import threading
import time
import zlib

SEND, ROUTE, HEARTBEAT, UNREGISTER = 310, 105, 34, 35
STATUS = {0: "SEND_OK", 10: "FLUSH_DISK_TIMEOUT", 11: "SLAVE_NOT_AVAILABLE", 12: "FLUSH_SLAVE_TIMEOUT"}
RETRIED = {1, 2, 14, 16, 17, 204, 205}
SYSTEM = {"UNIQ_KEY", "KEYS", "TAGS", "WAIT", "DELAY", "TRAN_MSG", "PGROUP", "INSTANCE_ID"}
MAX_FRAME = 16 * 1024 * 1024


class Failure(Exception):
    def __init__(self, kind, text, code=None):
        super().__init__(text)
        self.kind, self.code = kind, code


class Connection:
    """One connection, one request at a time: the next waits for the answer, or for its time to be over."""

    def __init__(self, address, timeout):
        host, port = address.rsplit(":", 1)
        self.socket = socket.create_connection((host, int(port)), timeout=timeout)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def write(self, frame):
        header, body = frame
        head = json.dumps(header, ensure_ascii=False).encode()
        self.socket.sendall(struct.pack(">ii", 4 + len(head) + len(body), len(head)) + head + body)

    def read(self, deadline):
        length, = struct.unpack(">i", self.exactly(4, deadline))
        if not 4 <= length <= MAX_FRAME:
            raise ValueError("frame of %d bytes" % length)
        data = self.exactly(length, deadline)
        word, = struct.unpack(">i", data[:4])
        kind, size = (word >> 24) & 0xFF, word & 0xFFFFFF
        if 4 + size > length:
            raise ValueError("header of %d bytes" % size)
        return decode(kind, data[4:4 + size]), data[4 + size:]

    def exactly(self, count, deadline):
        data = b""
        while len(data) < count:
            left = deadline - time.monotonic()
            if left <= 0:
                raise socket.timeout("time is up")
            self.socket.settimeout(left)
            part = self.socket.recv(count - len(data))
            if not part:
                raise ConnectionError("the peer closed the connection")
            data += part
        return data

    def close(self):
        self.socket.close()


def decode(kind, data):
    if kind == 0:
        return json.loads(data)
    if kind != 1:
        raise ValueError("header encoding %d" % kind)
    code, language, version, opaque, flag = struct.unpack(">hbhii", data[:13])
    remark_bytes, = struct.unpack(">i", data[13:17])
    at = 17 + remark_bytes + 4
    fields = {}
    while at < len(data):
        size, = struct.unpack(">h", data[at:at + 2])
        name = data[at + 2:at + 2 + size].decode()
        at += 2 + size
        size, = struct.unpack(">i", data[at:at + 4])
        fields[name] = data[at + 4:at + 4 + size].decode()
        at += 4 + size
    return {"code": code, "opaque": opaque, "flag": flag, "remark": data[17:17 + remark_bytes].decode(), "extFields": fields}


def read_route(body):
    """Older name servers write {0:"address"}; this reads both forms."""
    import re
    text = re.sub(r"([{,])\s*(\d+)\s*:", r'\1"\2":', body.decode())
    return json.loads(text)


class Producer:
    counter, lock, opaque = random.randrange(1 << 16), threading.Lock(), 0

    def __init__(self, settings):
        self.group = settings["group"]
        self.servers = settings["nameServers"].split(";")
        self.timeout = settings.get("sendTimeoutMillis", 3000) / 1000
        self.retries = settings.get("retries", 2)
        self.max_bytes = settings.get("maxMessageBytes", 4 << 20)
        self.compress_over = settings.get("compressOverBytes", 4096)
        self.client_id = "127.0.0.1@%d#%s" % (os.getpid(), settings["producer"])
        self.connections, self.routes, self.known = {}, {}, set()
        self.turn, self.closed, self.busy = random.randrange(100), False, threading.RLock()

    @classmethod
    def next_id(cls):
        with cls.lock:
            cls.counter = (cls.counter + 1) & 0xFFFF
            millis = int(time.time() * 1000) & 0x7FFFFFFF
            raw = bytes([127, 0, 0, 1]) + struct.pack(">HIIH", os.getpid() & 0xFFFF, 0x50595448, millis, cls.counter)
            return binascii.hexlify(raw).decode().upper()

    @classmethod
    def frame(cls, code, fields, body=b"", oneway=False):
        with cls.lock:
            cls.opaque += 1
            header = {"code": code, "language": "PYTHON", "version": 401, "opaque": cls.opaque, "flag": 2 if oneway else 0,
                      "extFields": {name: str(value) for name, value in fields.items()}}
        return header, body

    def call(self, address, frame, deadline):
        connection = self.connections.get(address)
        if connection is None:
            try:
                connection = Connection(address, max(0.05, min(3, deadline - time.monotonic())))
            except OSError as e:
                raise Failure("connect", "connect to %s: %s" % (address, e))
            self.connections[address] = connection
        try:
            connection.write(frame)
            if frame[0]["flag"] == 2:
                return None, b""
            while True:
                header, body = connection.read(deadline)
                if header["flag"] & 1 and header["opaque"] == frame[0]["opaque"]:
                    return header, body
                if not header["flag"] & 3:  # The broker asks something, and wants an answer.
                    connection.write(({"code": 3, "flag": 1, "language": "PYTHON", "version": 401, "opaque": header["opaque"]}, b""))
        except socket.timeout:
            self.drop(address)
            raise Failure("timeout", "no answer from %s" % address)
        except (OSError, ValueError, KeyError, struct.error, UnicodeDecodeError) as e:
            self.drop(address)
            raise Failure("lost", "%s: %s" % (address, e))

    def drop(self, address):
        connection = self.connections.pop(address, None)
        self.known.discard(address)
        if connection:
            connection.close()

    def queues(self, topic, deadline):
        if topic in self.routes:
            return self.routes[topic]
        failure = Failure("no-name-server", "none")
        for server in self.servers:
            try:
                header, body = self.call(server, self.frame(ROUTE, {"topic": topic}), min(deadline, time.monotonic() + 1))
                if header["code"] == 17:
                    failure = Failure("no-route", "no route for " + topic, 17)
                    continue
                if header["code"] != 0:
                    failure = Failure("no-route", str(header.get("remark")), header["code"])
                    continue
                route = read_route(body)
                masters = {b["brokerName"]: b["brokerAddrs"]["0"] for b in route.get("brokerDatas") or [] if "0" in b["brokerAddrs"]}
                if route.get("orderTopicConf"):
                    pairs = [item.split(":") for item in route["orderTopicConf"].split(";")]
                    found = [(name, masters[name], i) for name, count in pairs for i in range(int(count)) if name in masters]
                else:
                    found = [(q["brokerName"], masters[q["brokerName"]], i) for q in route.get("queueDatas") or []
                             if q["perm"] & 2 and q["brokerName"] in masters for i in range(q["writeQueueNums"])]
                if not found:
                    failure = Failure("no-route", "no queues for " + topic)
                    continue
                self.routes[topic] = found
                return found
            except Failure as e:
                failure = e
            except (ValueError, KeyError, TypeError) as e:
                failure = Failure("no-route", "route can't be read: %s" % e)
        raise failure

    def greet(self, address, deadline):
        if address not in self.known:
            body = json.dumps({"clientID": self.client_id, "producerDataSet": [{"groupName": self.group}], "consumerDataSet": []})
            try:
                self.call(address, self.frame(HEARTBEAT, {}, body.encode()), deadline)
                self.known.add(address)
            except Failure:
                pass

    def send(self, command):
        with self.busy:
            if self.closed:
                raise Failure("closed", "the producer is closed")
            return self.send_open(command)

    def send_open(self, command):
        topic, body = command["topic"], payload(command)
        properties = dict(command.get("properties") or {})
        if set(properties) & SYSTEM or any(c in n + str(v) for n, v in properties.items() for c in "\1\2"):
            raise Failure("invalid", "a property that can't be")
        if not body or len(body) > self.max_bytes:
            raise Failure("invalid", "a body of %d bytes" % len(body))
        if not topic or len(topic) > 127 or not all(c.isalnum() and c.isascii() or c in "%|-_" for c in topic):
            raise Failure("invalid", "topic " + topic)
        properties.update({"UNIQ_KEY": self.next_id(), "WAIT": "false" if command.get("waitStored") is False else "true"})
        if "tags" in command:
            properties["TAGS"] = command["tags"]
        if "keys" in command:
            properties["KEYS"] = " ".join(command["keys"])
        if "delayLevel" in command:
            properties["DELAY"] = str(command["delayLevel"])
        text = "".join("%s\1%s\2" % pair for pair in properties.items())
        if len(text.encode()) > 32767:
            raise Failure("invalid", "properties too large")
        flags = 0
        if len(body) >= self.compress_over:
            body, flags = zlib.compress(body), 0x301
        deadline = time.monotonic() + command.get("timeoutMillis", self.timeout * 1000) / 1000
        queues = self.queues(topic, deadline)
        chosen = command.get("queue")
        if chosen:
            queues = [q for q in queues if q[0] == chosen["broker"] and q[2] == chosen["id"]]
            if not queues:
                raise Failure("invalid", "no such queue")
        last, failure = None, Failure("timeout", "no time for an attempt")
        oneway = command["mode"] == "oneway"
        for attempt in range(1 if oneway or chosen else 1 + self.retries):
            if time.monotonic() >= deadline:
                break
            others = [q for q in queues if q[0] != last] or queues
            self.turn += 1
            name, address, queue = others[self.turn % len(others)]
            last = name
            fields = {"a": self.group, "b": topic, "c": "TBW102", "d": 4, "e": queue, "f": flags, "g": int(time.time() * 1000),
                      "h": command.get("flag", 0), "i": text, "j": 0, "k": "false", "m": "false", "n": name}
            try:
                header, _ = self.call(address, self.frame(SEND, fields, body, oneway), deadline)
                if oneway:
                    return "sent", {}
                answer = header.get("extFields") or {}
                if header["code"] in STATUS:
                    self.greet(address, deadline)
                    return "stored", {"status": STATUS[header["code"]], "messageId": properties["UNIQ_KEY"], "offsetMessageId": answer.get("msgId"),
                                      "topic": topic, "broker": name, "queue": int(answer["queueId"]), "offset": int(answer["queueOffset"]),
                                      "transactionId": answer.get("transactionId")}
                failure = Failure("refused", str(header.get("remark")), header["code"])
                if header["code"] not in RETRIED:
                    break
            except (KeyError, ValueError) as e:
                raise Failure("other", "an answer that can't be read: %s" % e)
            except Failure as e:
                failure = e
                self.routes.pop(topic, None) if e.kind == "connect" else None
        raise failure

    def close(self):
        with self.busy:
            if not self.closed:
                self.closed = True
                for address in list(self.known):
                    try:
                        frame = self.frame(UNREGISTER, {"clientID": self.client_id, "producerGroup": self.group})
                        self.call(address, frame, time.monotonic() + 0.5)
                    except Failure:
                        pass
                for address in list(self.connections):
                    self.drop(address)


def payload(command):
    return base64.b64decode(command["body64"]) if "body64" in command else command.get("body", "").encode("utf-8", "surrogatepass")


# ---- the driver ----

KNOWN = {"id", "do", "producer", "group", "nameServers", "sendTimeoutMillis", "retries", "maxMessageBytes", "compressOverBytes"}
FEATURES = ["sync", "oneway", "queue", "properties", "compression", "delay", "close"]
producers, output = {}, threading.Lock()


def answer(command, outcome, started, **fields):
    fields.update(id=command.get("id"), outcome=outcome, millis=int((time.monotonic() - started) * 1000))
    with output:
        print(json.dumps({name: value for name, value in fields.items() if value is not None}), flush=True)


def obey(command):
    started, what = time.monotonic(), command.get("do")
    try:
        if what == "hello":
            answer(command, "done", started, name="python-raw-socket", version="1", language="python", protocol=1, features=FEATURES)
        elif what == "start":
            unknown = set(command) - KNOWN
            if unknown:
                answer(command, "unsupported", started, what=sorted(unknown)[0])
            else:
                producers[command["producer"]] = Producer(command)
                answer(command, "done", started)
        elif what == "send" and command.get("mode") in ("sync", "oneway") and "key" not in command:
            outcome, fields = producers[command["producer"]].send(command)
            answer(command, outcome, started, **fields)
        elif what == "close":
            producers[command["producer"]].close()
            answer(command, "done", started)
        else:
            answer(command, "unsupported", started, what=str(what))
    except Failure as e:
        answer(command, "failed", started, kind=e.kind, code=e.code, error="Failure", text=str(e))
    except Exception as e:  # The suite wants to hear of it, whatever it is.
        answer(command, "failed", started, kind="other", error=type(e).__name__, text=str(e))


for line in sys.stdin:
    threading.Thread(target=obey, args=(json.loads(line),), daemon=True).start()
