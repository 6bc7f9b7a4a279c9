def precheck(document):
    return []
