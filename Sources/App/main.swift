print("registrar")
