def run(phone, command): return "", 127
