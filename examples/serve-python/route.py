import json, socket, struct
header = json.dumps({"code": 105, "language": "PYTHON", "version": 515, "opaque": 1, "flag": 0,
                     "extFields": {"topic": "orders", "acceptStandardJsonOnly": "true"}}).encode()
with socket.create_connection(("127.0.0.1", 9876)) as s:
    s.sendall(struct.pack(">II", 4 + len(header), len(header)) + header)
    length, header_length = struct.unpack(">II", s.recv(8, socket.MSG_WAITALL))
    rest = s.recv(length - 4, socket.MSG_WAITALL)
    print(json.loads(rest[header_length & 0xFFFFFF:])["queueDatas"])
